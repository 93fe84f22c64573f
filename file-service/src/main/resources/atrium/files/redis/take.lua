-- Takes a lock unless somebody has it. Who has it may be asked to give it back, and will then say so when that is done.
--
-- KEYS  lock
-- ARGV  the token of who wants it; milliseconds that the lease lasts; "ask" or "pass"; the channel
-- Returns 0 if it is taken; else the milliseconds until the other's lease ends, at least 1

local holder = redis.call('HGET', KEYS[1], 'token')
if not holder then
  redis.call('HSET', KEYS[1], 'token', ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return 0
end
if ARGV[3] == 'ask' then
  redis.call('HSET', KEYS[1], 'wanted', '1')
  redis.call('PUBLISH', ARGV[4], 'asked ' .. holder)
end
return math.max(1, redis.call('PTTL', KEYS[1]))
