-- KEYS[1] a number; ARGV[1] what it grows by. Returns what it is then.
return redis.call('INCRBY', KEYS[1], ARGV[1])
