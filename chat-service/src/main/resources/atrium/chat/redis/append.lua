-- Gives a message the next place, keeps it, and lets every half hear it, in this order for all.
--
-- KEYS  meta, log, feed; of a message that is said once: where its offset is remembered
-- ARGV  the half's name; its generation; the number of its message before this one; this one's number; how many messages
--       are kept; the message; for how many milliseconds it is remembered that it was said
-- Returns the offset; 0 if it is not this message's turn: the half has to attach again; or, below zero, the offset that
--       it got before. It then has had its turn, and nobody hears it again

local meta = redis.call('HMGET', KEYS[1], 'epoch', 'head', ARGV[1])
if meta[3] ~= ARGV[2] .. ' ' .. ARGV[3] then
  return 0
end
local mark = ARGV[1] .. ' ' .. ARGV[4]
local before = KEYS[4] and redis.call('GET', KEYS[4])
if before then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. ARGV[4])
  return -tonumber(before)
end
local offset = meta[2] + 1
local written = string.format('%.0f', offset)
redis.call('HSET', KEYS[1], 'head', written, ARGV[1], ARGV[2] .. ' ' .. ARGV[4])
redis.call('XADD', KEYS[2], 'MAXLEN', ARGV[5], written .. '-1', 'mark', mark, 'draft', ARGV[6])
redis.call('SPUBLISH', KEYS[3], 'M ' .. meta[1] .. ' ' .. written .. ' ' .. mark .. ' ' .. ARGV[6])
if KEYS[4] then
  redis.call('SET', KEYS[4], written, 'PX', ARGV[7])
end
return offset
