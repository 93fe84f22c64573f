-- Says that a half lives and who is there, and keeps the room alive.
--
-- KEYS  meta, log, halves, feed
-- ARGV  the half's name; its generation; its members; milliseconds to keep the room ("0": leave that as it is); its
--       presence ("": nothing to tell)
-- Returns the epoch and the offset of the newest message; nothing if the half has to attach again

local meta = redis.call('HMGET', KEYS[1], 'epoch', 'head', ARGV[1])
if not meta[3] or string.match(meta[3], '^%S+') ~= ARGV[2] then
  return {}
end
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
redis.call('HSET', KEYS[3], ARGV[1], ARGV[3] .. ' ' .. now)
if ARGV[4] ~= '0' then
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  redis.call('PEXPIRE', KEYS[2], ARGV[4])
  redis.call('PEXPIRE', KEYS[3], ARGV[4])
end
if ARGV[5] ~= '' then
  redis.call('SPUBLISH', KEYS[4], 'P ' .. ARGV[1] .. ' ' .. ARGV[5])
end
return {meta[1], meta[2]}
