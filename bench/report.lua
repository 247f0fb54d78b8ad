-- Reports of a signed-in resident from stairwells all over the town, each with its own key.
local token = os.getenv("GONGZHI_TOKEN")
local thread_counter = 0
function setup(thread)
  thread_counter = thread_counter + 1
  thread:set("id", thread_counter)
end
function init()
  math.randomseed(os.time() * 10 + id)
  count = 0
  run = string.format("%d-%d-%d", os.time(), id, math.random(1000000000))
end
local kinds = { "E0102", "E0507", "E0506", "E0505", "E0404", "E0301", "E0110", "E0508" }
function request()
  count = count + 1
  local estate = math.random(1, 41)
  local community = estate <= 5 and "441900106002" or "441900106000"
  local place = string.format("%s-E%03d-G1-B%03d-S%d", community, estate, math.random(1, 3), math.random(1, 2))
  local kind = os.getenv("GONGZHI_KIND") or kinds[math.random(#kinds)]
  local asked = kind == "E0301" and ',"fields":{"when":"night"}' or ""
  local body = string.format('{"kind":"%s","place":"%s","text":"楼道里堆了纸箱,挡住消防通道。"%s}', kind, place, asked)
  return wrk.format("POST", "/api/v1/matters", {
    ["Content-Type"] = "application/json",
    ["Authorization"] = "Bearer " .. token,
    ["Idempotency-Key"] = run .. "-" .. count,
  }, body)
end
