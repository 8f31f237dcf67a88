#include "config.h"

#include "base/str.h"

#include <limits.h>

static bool
is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool
str_starts(struct str s, const char *prefix)
{
    size_t len = strlen(prefix);

    return len == 0 || (s.len >= len && memcmp(s.at, prefix, len) == 0);
}

bool
str_ends(struct str s, const char *suffix)
{
    size_t len = strlen(suffix);

    return len == 0 ||
           (s.len >= len && memcmp(s.at + s.len - len, suffix, len) == 0);
}

struct str
str_trim(struct str s)
{
    while (s.len > 0 && is_space(s.at[0])) {
        s.at++;
        s.len--;
    }
    while (s.len > 0 && is_space(s.at[s.len - 1]))
        s.len--;
    return s;
}

bool
str_cut(struct str *rest, char separator, struct str *piece)
{
    const char *end;

    if (!rest->at)
        return false;
    end = rest->len > 0 ? memchr(rest->at, separator, rest->len) : NULL;
    if (!end) {
        *piece = *rest;
        *rest = str_make(NULL, 0);
        return true;
    }
    *piece = str_make(rest->at, (size_t)(end - rest->at));
    rest->len -= piece->len + 1;
    rest->at = end + 1;
    return true;
}

bool
str_to_u64(struct str s, unsigned long long *number)
{
    unsigned long long value = 0;

    if (s.len == 0)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned digit = (unsigned)(s.at[i] - '0');

        if (!is_digit(s.at[i]) || value > (ULLONG_MAX - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *number = value;
    return true;
}

bool
str_to_i64(struct str s, long long *number)
{
    bool is_negative = s.len > 0 && s.at[0] == '-';
    unsigned long long value;

    if (is_negative)
        s = str_make(s.at + 1, s.len - 1);
    if (!str_to_u64(s, &value))
        return false;
    if (value > (unsigned long long)LLONG_MAX + is_negative)
        return false;
    /* -value - 1 + 1 in this order, as LLONG_MIN has no positive twin. */
    *number = is_negative && value > 0 ? -(long long)(value - 1) - 1
                                       : (long long)value;
    return true;
}

/* The run of digits at the front of *rest without its leading zeros; *rest
 * is advanced past it. */
static struct str
take_digits(struct str *rest)
{
    struct str digits = *rest;
    size_t len = 0;

    while (len < rest->len && is_digit(rest->at[len]))
        len++;
    *rest = str_make(rest->at + len, rest->len - len);
    digits.len = len;
    while (digits.len > 1 && digits.at[0] == '0')
        digits = str_make(digits.at + 1, digits.len - 1);
    return digits;
}

static int
compare_digits(struct str *a, struct str *b)
{
    struct str left = take_digits(a);
    struct str right = take_digits(b);

    if (left.len != right.len)
        return left.len < right.len ? -1 : 1;
    return memcmp(left.at, right.at, left.len);
}

static int
compare_plain(struct str a, struct str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len > 0 ? memcmp(a.at, b.at, len) : 0;

    if (order != 0 || a.len == b.len)
        return order;
    return a.len < b.len ? -1 : 1;
}

int
str_compare_natural(struct str a, struct str b)
{
    const struct str whole_a = a;
    const struct str whole_b = b;

    if (str_equal(a, b))
        return 0;
    while (a.len > 0 && b.len > 0) {
        int order;

        if (is_digit(a.at[0]) && is_digit(b.at[0])) {
            order = compare_digits(&a, &b);
        } else {
            order = (unsigned char)a.at[0] - (unsigned char)b.at[0];
            a = str_make(a.at + 1, a.len - 1);
            b = str_make(b.at + 1, b.len - 1);
        }
        if (order != 0)
            return order;
    }
    if (a.len != b.len)
        return a.len < b.len ? -1 : 1;
    /* "a1" and "a01" are equal by value; a sort needs one order for them. */
    return compare_plain(whole_a, whole_b);
}
