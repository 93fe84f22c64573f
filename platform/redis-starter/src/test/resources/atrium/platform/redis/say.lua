-- ARGV[1] a channel, ARGV[2] what is said on it. Returns both.
redis.call('PUBLISH', ARGV[1], ARGV[2])
return {ARGV[1], ARGV[2]}
