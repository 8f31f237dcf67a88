/*
 * format.h - numbers for people. Memory in units of 1024, network and disk
 * in units of 1000, as the docker CLI does. The program leaves LC_NUMERIC at
 * "C", so the decimal point is a point.
 *
 * Short forms have one decimal below ten and none from there on, as ls -h and
 * du -h have, so that numbers under one another read alike; they take at most
 * five cells: 0B 999B 1.5K 9.9M 64M 128M 1023M 1.2G.
 */
#ifndef BASE_FORMAT_H
#define BASE_FORMAT_H

#include <stdint.h>

#define FORMAT_SIZE 32

void format_memory(char out[FORMAT_SIZE], uint64_t bytes);  /* 1024: 128M */
void format_traffic(char out[FORMAT_SIZE], uint64_t bytes); /* 1000: 1.2k M G */
/* As docker stats prints it: 1.949MiB (%.4g, 1024) and 1.45kB (%.3g, 1000);
 * go-units BytesSize and HumanSizeWithPrecision. */
void format_memory_docker(char out[FORMAT_SIZE], uint64_t bytes);
void format_traffic_docker(char out[FORMAT_SIZE], uint64_t bytes);

/* Ages tick only as fast as their unit: 5s 59s 1m 59m 1h 47h 2d 13d 2w 8w
 * 3mo 2y. Below zero counts as zero. */
void format_age(char out[FORMAT_SIZE], int64_t seconds);
/* How many seconds until format_age() of `seconds` says something else. */
int64_t format_age_next(int64_t seconds);

#endif
