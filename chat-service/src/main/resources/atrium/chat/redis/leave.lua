-- Ends a half.
--
-- KEYS  meta, halves, feed
-- ARGV  the half's name; its generation; its last presence
-- Returns 1, or 0 if the half goes on under a later generation

local fence = redis.call('HGET', KEYS[1], ARGV[1])
if not fence or string.match(fence, '^%S+') ~= ARGV[2] then
  return 0
end
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('SPUBLISH', KEYS[3], 'P ' .. ARGV[1] .. ' ' .. ARGV[3])
return 1
