-- Ask for subjects by code, in a random order that is the same in each run.
local codes = {}
for line in io.lines(os.getenv("BENCH_CODES")) do codes[#codes + 1] = line end
local prefix = os.getenv("BENCH_PATH")
local suffix = os.getenv("BENCH_SUFFIX") or ""
local pause = tonumber(os.getenv("BENCH_DELAY") or "0")
math.randomseed(20261124)
function request() return wrk.format("GET", prefix .. codes[math.random(#codes)] .. suffix) end
if pause > 0 then function delay() return pause end end
local bad = 0
function response(status) if status ~= 200 then bad = bad + 1 end end
