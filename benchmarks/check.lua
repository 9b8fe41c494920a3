-- Ask what applies to subjects by code, in a random order that is the same in each run.
local codes = {}
for line in io.lines(os.getenv("BENCH_CODES")) do codes[#codes + 1] = line end
local pause = tonumber(os.getenv("BENCH_DELAY") or "0")
local headers = {["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. os.getenv("BENCH_KEY")}
math.randomseed(20261124)
function request()
  local body = '{"subject":"' .. codes[math.random(#codes)]
    .. '","scenario":"public-resource-trading","purpose":"credit-check","case":"BENCH"}'
  return wrk.format("POST", os.getenv("BENCH_PATH"), headers, body)
end
if pause > 0 then function delay() return pause end end
