#include "config.h"

#include "ui/widgets/signs.h"

#include "base/text.h"

const struct signs *
signs(void)
{
    static const struct signs rich = {
        .up = "\xe2\x86\x91", /* U+2191 */
        .down = "\xe2\x86\x93",
        .rule = "\xe2\x94\x80",
    };
    static const struct signs ascii = {.up = "^", .down = "v", .rule = "-"};

    return text_is_utf8() ? &rich : &ascii;
}
