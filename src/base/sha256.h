/*
 * sha256.h - SHA-256 (FIPS 180-4) of bytes that are all there.
 *
 * The docker client names the folder of a context after it. Not for secrets:
 * nothing is wiped.
 */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include "base/str.h"

#define SHA256_HEX_SIZE 65

/* 64 lower-case hex digits and a NUL. */
void sha256_hex(char out[SHA256_HEX_SIZE], struct str bytes);

#endif
