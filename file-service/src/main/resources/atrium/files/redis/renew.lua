-- Lets a lease last longer, unless it has ended already.
--
-- KEYS  lock
-- ARGV  the holder's token; milliseconds that the lease lasts from now
-- Returns 1, or 0 if the lock is not the holder's any more

if redis.call('HGET', KEYS[1], 'token') ~= ARGV[1] then
  return 0
end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
