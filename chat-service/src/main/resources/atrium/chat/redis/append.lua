-- Gives a message the next place, keeps it, and lets every half hear it, in this order for all.
--
-- KEYS  meta, log, feed
-- ARGV  the half's name; its generation; the number of its message before this one; this one's number; how many messages
--       are kept; the message
-- Returns the offset, or 0 if it is not this message's turn: the half has to attach again

local meta = redis.call('HMGET', KEYS[1], 'epoch', 'head', ARGV[1])
if meta[3] ~= ARGV[2] .. ' ' .. ARGV[3] then
  return 0
end
local offset = meta[2] + 1
local written = string.format('%.0f', offset)
local mark = ARGV[1] .. ' ' .. ARGV[4]
redis.call('HSET', KEYS[1], 'head', written, ARGV[1], ARGV[2] .. ' ' .. ARGV[4])
redis.call('XADD', KEYS[2], 'MAXLEN', ARGV[5], written .. '-1', 'mark', mark, 'draft', ARGV[6])
redis.call('SPUBLISH', KEYS[3], 'M ' .. meta[1] .. ' ' .. written .. ' ' .. mark .. ' ' .. ARGV[6])
return offset
