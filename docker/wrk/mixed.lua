-- Reads beside a submission now and then, for wrk:
--   wrk -t2 -c32 -d30s --latency -s docker/wrk/mixed.lua http://localhost:8080
-- Settings are environment variables:
--   WRK_POST_EVERY     one request in so many submits a file (200; 0 for none)
--   WRK_PATH           the file, in one of INPUT_DIRS (usage.csv); it is only validated, so nothing is loaded
--   WRK_AUTHORIZATION  the header that goes with each request, as in "Basic YW5uYTpzZWNyZXQ="
-- Many submissions fill the queue (RUN_QUEUE_LIMIT): they are answered 429 then, which the summary counts.

local post_every = tonumber(os.getenv("WRK_POST_EVERY") or "200")
local path = os.getenv("WRK_PATH") or "usage.csv"
local authorization = os.getenv("WRK_AUTHORIZATION")

local reads = {
    "/runs?pageSize=20",
    "/runs?state=SUCCEEDED&pageSize=20",
    "/analytics/monthly-trends",
    "/analytics/usage-distribution?pageSize=50",
    "/analytics/daily?pageSize=50",
    "/quality?pageSize=20",
    "/audit?pageSize=20",
}

local threads = {}

function setup(thread)
    thread:set("number", #threads + 1)
    table.insert(threads, thread)
end

function init(args)
    sent = 0
    statuses = {}
    -- Threads begin at different places.
    at = number
    headers = { ["Accept"] = "application/json" }
    if authorization then
        headers["Authorization"] = authorization
    end
    submission = string.format('{"path": "%s", "force": false, "validateOnly": true}', path)
end

function request()
    sent = sent + 1
    if post_every > 0 and sent % post_every == 0 then
        local with_type = { ["Content-Type"] = "application/json" }
        for name, value in pairs(headers) do
            with_type[name] = value
        end
        return wrk.format("POST", "/runs", with_type, submission)
    end
    at = at % #reads + 1
    return wrk.format("GET", reads[at], headers)
end

function response(status)
    statuses[status] = (statuses[status] or 0) + 1
    -- As text: a table does not pass from one thread to another.
    local parts = {}
    for code, count in pairs(statuses) do
        table.insert(parts, code .. "=" .. count)
    end
    counted = table.concat(parts, " ")
end

function done(summary, latency)
    local total = {}
    for _, thread in ipairs(threads) do
        for code, count in string.gmatch(thread:get("counted") or "", "(%d+)=(%d+)") do
            total[code] = (total[code] or 0) + tonumber(count)
        end
    end
    io.write("Answers by status:")
    for code, count in pairs(total) do
        io.write(string.format(" %s: %d", code, count))
    end
    io.write(string.format("\np50 %.1f ms, p95 %.1f ms, p99 %.1f ms\n",
        latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000))
end
