-- Takes one token of a bucket, by the generic cell rate algorithm (ITU-T I.371, annex A). A bucket is one number: when it
-- will be full again, in nanoseconds since 1970 by Redis' own clock. Lua's numbers cannot hold it, so its seconds and the
-- nine digits after them are counted apart.
--
-- KEYS  bucket
-- ARGV  nanoseconds in which one token comes back; in which all do
-- Returns, in nanoseconds, how long the bucket takes to be full again; if there was no token, how long until there is one,
--       negative

local SECOND = 1000000000
local time = redis.call('TIME')
local seconds, nanos = tonumber(time[1]), time[2] * 1000
local interval, window = tonumber(ARGV[1]), tonumber(ARGV[2])

local function look()
  local full = redis.call('GET', KEYS[1])
  if not full then
    return 0
  end
  return math.max(0, (string.sub(full, 1, -10) - seconds) * SECOND + string.sub(full, -9) - nanos)
end

-- A bucket that is full is as good as none.
local function keep(ahead)
  local full = nanos + ahead
  local text = string.format('%d%09d', seconds + math.floor(full / SECOND), full % SECOND)
  redis.call('SET', KEYS[1], text, 'PX', math.ceil(ahead / 1000000))
end

local ahead = look()
if ahead > window then
  -- The clock was put back, or the limit made lower: nobody waits for longer than an empty bucket takes.
  ahead = window
  keep(ahead)
end
if ahead + interval > window then
  return window - ahead - interval
end
keep(ahead + interval)
return ahead + interval
