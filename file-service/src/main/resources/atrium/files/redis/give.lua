-- Gives a lock back, and says so if somebody waits for it.
--
-- KEYS  lock
-- ARGV  the holder's token; the lock's name; the channel
-- Returns 1, or 0 if the lock is not the holder's any more

local lock = redis.call('HMGET', KEYS[1], 'token', 'wanted')
if lock[1] ~= ARGV[1] then
  return 0
end
redis.call('DEL', KEYS[1])
if lock[2] then
  redis.call('PUBLISH', ARGV[3], 'free ' .. ARGV[2])
end
return 1
