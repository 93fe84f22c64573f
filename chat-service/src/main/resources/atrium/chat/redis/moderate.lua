-- Makes a moderator's act hold, and lets every half hear it.
--
-- KEYS  rules, log, feed
-- ARGV  the act; then one of
--       "set", a rule, until when it holds in milliseconds (-1: for good) or, of "slow", how long
--       "unset", a rule
--       "delete", what the message begins with
-- Returns 1

local function delete(beginning)
  for _, entry in ipairs(redis.call('XREVRANGE', KEYS[2], '+', '-')) do
    if string.sub(entry[2][4], 1, #beginning) == beginning then
      redis.call('XDEL', KEYS[2], entry[1])
      return
    end
  end
end

-- Rules end by themselves, and a room's rules with the last of them.
local function expire()
  local time = redis.call('TIME')
  local now = time[1] * 1000
  local last = now
  local rules = redis.call('HGETALL', KEYS[1])
  for i = 1, #rules, 2 do
    local ends = tonumber(rules[i + 1])
    if rules[i] == 'slow' or ends < 0 then
      last = math.huge
    elseif ends <= now then
      redis.call('HDEL', KEYS[1], rules[i])
    else
      last = math.max(last, ends)
    end
  end
  if last == math.huge then
    redis.call('PERSIST', KEYS[1])
  else
    redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', last))
  end
end

if ARGV[2] == 'delete' then
  delete(ARGV[3])
else
  if ARGV[2] == 'set' then
    redis.call('HSET', KEYS[1], ARGV[3], ARGV[4])
  else
    redis.call('HDEL', KEYS[1], ARGV[3])
  end
  expire()
end
redis.call('SPUBLISH', KEYS[3], 'A ' .. ARGV[1])
return 1
