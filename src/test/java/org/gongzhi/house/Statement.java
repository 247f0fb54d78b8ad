package org.gongzhi.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A statement of SQL or a subquery in it, read just far enough to say which tables meet where: its own words without
/// those of its subqueries, its tables by the names it gives them, and the subqueries.
record Statement(String words, Map<String, String> tables, List<Statement> inside) {

    private static final Pattern COMMENT = Pattern.compile("--[^\n]*");
    private static final Pattern QUOTED = Pattern.compile("'(?:[^']|'')*'");
    private static final Pattern QUERY =
            Pattern.compile("^\\s*(?:select|with|insert|update|delete)\\b.*", Pattern.DOTALL);
    private static final Pattern TABLE = Pattern.compile(
            "(?:\\b(?:from|join|update|into|using)|,)\\s+(?:only\\s+|lateral\\s+)?([a-z_]+\\.[a-z_]+)\\b(?:\\s+(?:as\\s+)?([a-z_]+))?");
    private static final Pattern KEYWORD =
            Pattern.compile("set|where|on|join|left|right|full|inner|cross|natural|using|order|group"
                    + "|having|limit|offset|for|union|except|intersect|returning|values|window|select|default|when|as");

    /// `known` are the tables there are: what else looks like one is a column.
    static Statement of(String sql, Set<String> known) {
        String plain = QUOTED.matcher(COMMENT.matcher(sql).replaceAll(" ")).replaceAll("''");
        return read(plain.toLowerCase(Locale.ROOT), known);
    }

    private static Statement read(String text, Set<String> known) {
        var inside = new ArrayList<Statement>();
        String words = cut(text, inside, known);
        var tables = new TreeMap<String, String>();
        var found = TABLE.matcher(words);
        int from = 0;
        while (found.find(from)) {
            String table = found.group(1);
            String name = found.group(2);
            boolean named = name != null && !KEYWORD.matcher(name).matches();
            if (known.contains(table)) {
                tables.put(named ? name : table.substring(table.indexOf('.') + 1), table);
            }
            from = named ? found.end() : found.end(1);
        }
        return new Statement(words, tables, inside);
    }

    /// The words of this level; each subquery goes to `inside` and leaves an empty pair of brackets.
    private static String cut(String text, List<Statement> inside, Set<String> known) {
        var words = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char sign = text.charAt(at);
            if (sign != '(') {
                words.append(sign);
                at++;
                continue;
            }
            int end = closing(text, at);
            String within = text.substring(at + 1, end);
            if (QUERY.matcher(within).matches()) {
                inside.add(read(within, known));
                words.append("()");
            } else {
                words.append('(').append(cut(within, inside, known)).append(')');
            }
            at = end + 1;
        }
        return words.toString();
    }

    private static int closing(String text, int open) {
        int depth = 0;
        for (int at = open; at < text.length(); at++) {
            depth += text.charAt(at) == '(' ? 1 : text.charAt(at) == ')' ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        return text.length();
    }

    /// This one and all below it.
    Stream<Statement> all() {
        return Stream.concat(Stream.of(this), inside.stream().flatMap(Statement::all));
    }

    /// Whether a row of this name, given outside, is spoken of in here.
    boolean speaksOf(String name) {
        return !tables.containsKey(name)
                && (Pattern.compile("\\b" + name + "\\.").matcher(words).find()
                        || inside.stream().anyMatch(each -> each.speaksOf(name)));
    }
}
