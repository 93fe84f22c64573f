-- Opens one half's way into a room's order, or opens it anew: whatever it sent under an earlier generation and that has
-- not been run yet will be refused from now on.
--
-- KEYS  meta, log, rules, halves
-- ARGV  an epoch never used before; the half's name; its generation; the last that it heard: epoch, offset ("0": nothing)
--       and mark; milliseconds to keep the room
-- Returns the epoch, the offset of the newest message, the number of the half's newest message, the time in
--       milliseconds, the rules and the halves (each a flat list)

local function goes_back()
  local offset = tonumber(ARGV[5])
  if offset > tonumber(redis.call('HGET', KEYS[1], 'head')) then
    return true
  end
  local there = redis.call('XRANGE', KEYS[2], ARGV[5] .. '-1', ARGV[5] .. '-1')
  return there[1] and there[1][2][2] ~= ARGV[6]
end

local meta = redis.call('HMGET', KEYS[1], 'epoch', 'head', ARGV[2])
local epoch, head, number = meta[1], meta[2], '0'
if not epoch then
  epoch, head = ARGV[1], '0'
  redis.call('DEL', KEYS[2])
elseif epoch == ARGV[4] and ARGV[5] ~= '0' and goes_back() then
  -- Restarted from an older copy: the same offsets are about to mean, or mean already, other messages.
  epoch = ARGV[1]
end
if meta[3] then
  number = string.match(meta[3], ' (%d+)$')
end
redis.call('HSET', KEYS[1], 'epoch', epoch, 'head', head, ARGV[2], ARGV[3] .. ' ' .. number)
redis.call('PEXPIRE', KEYS[1], ARGV[7])
redis.call('PEXPIRE', KEYS[2], ARGV[7])
redis.call('PEXPIRE', KEYS[4], ARGV[7])
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
return {epoch, head, number, now, redis.call('HGETALL', KEYS[3]), redis.call('HGETALL', KEYS[4])}
