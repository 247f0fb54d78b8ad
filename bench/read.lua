local token = os.getenv("GONGZHI_TOKEN")
local alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
local numbers = {}
for line in io.lines("target/bench-ids") do
  -- LuaJIT has no 64-bit integers in plain numbers: divide the decimal text
  local digits, out = line, ""
  for _ = 1, 11 do
    local rest, quotient = 0, ""
    for c in digits:gmatch(".") do
      rest = rest * 10 + tonumber(c)
      local q = math.floor(rest / 32)
      if quotient ~= "" or q > 0 then quotient = quotient .. q end
      rest = rest % 32
    end
    out = alphabet:sub(rest + 1, rest + 1) .. out
    digits = quotient == "" and "0" or quotient
  end
  numbers[#numbers + 1] = out:sub(1, 4) .. "-" .. out:sub(5, 8) .. "-" .. out:sub(9)
end
function request()
  return wrk.format("GET", "/api/v1/matters/" .. numbers[math.random(#numbers)], { ["Authorization"] = "Bearer " .. token })
end
