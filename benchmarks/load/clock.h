/* The wall clock that the publisher writes into each picture and the viewers read: an SEI message, "user data
 * unregistered" (ITU-T H.264, D.1.7), whose payload is a UUID and 16 hexadecimal digits of microseconds since 1970.
 * Digits, since no run of them needs emulation prevention. */
#pragma once
#include <stdint.h>
#include <time.h>

static const uint8_t CLOCK_UUID[16] = {0x61, 0x74, 0x72, 0x69, 0x75, 0x6d, 0x4c, 0x6f,
                                       0x91, 0x62, 0x65, 0x6e, 0x63, 0x68, 0x30, 0x31};
enum { CLOCK_DIGITS = 16, CLOCK_PAYLOAD = sizeof CLOCK_UUID + CLOCK_DIGITS };

static inline int64_t micros(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * 1000000ll + now.tv_nsec / 1000;
}
