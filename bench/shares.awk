# Adds up samples of Java Flight Recorder by the first of our packages in each stack; the rest by its outermost kind.
/jdk.ExecutionSample \{/ { part = ""; detail = ""; first = "" ; next }
/^ +(org|com|java|jdk|sun|tools|ch|io|gg|jakarta)\./ || /^ +[a-z]+\.[A-Za-z.]+/ {
  line = $1
  if (first == "") first = line
  if (part == "" && match(line, /^org\.gongzhi\.[a-z]+(\.[a-z]+)?\.[A-Za-z]+/)) part = substr(line, RSTART, RLENGTH)
  if (part == "" && detail == "" && line ~ /^org\.(springframework|apache|postgresql)|^com\.zaxxer|^io\.micrometer|^tools\.jackson/) { split(line, w, "."); detail = w[1] "." w[2] "." w[3] }
}
/^\}/ { all++; key = part != "" ? part : (detail != "" ? "(" detail ")" : "(" first ")"); n[key]++ }
END {
  for (key in n) if (n[key] * 100 >= all) printf "| `%s` | %.1f %% |\n", key, n[key] * 100 / all | "sort -t\\| -k3 -rn"
  close("sort -t\\| -k3 -rn")
  printf "\n%d samples.\n", all
}
