-- Writes down what a room looks like from outside, with Redis' own time.
--
-- KEYS  rooms
-- ARGV  the room's name; its members, epoch and offset, with spaces between
-- Returns 1

local time = redis.call('TIME')
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. string.format('%.0f', time[1] * 1000))
return 1
