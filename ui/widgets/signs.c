#include "config.h"

#include "ui/widgets/signs.h"

#include "base/text.h"

const struct signs *
signs(void)
{
    static const struct signs rich = {
        .up = "\xe2\x86\x91", /* U+2191 */
        .down = "\xe2\x86\x93",
        .folded = "\xe2\x96\xb8", /* U+25B8 */
        .unfolded = "\xe2\x96\xbe",
        .rule = "\xe2\x94\x80",
        .rule_focus = "\xe2\x94\x81",
        .wall = "\xe2\x94\x82",
        .wall_right = "\xe2\x94\x9c",
        .wall_left = "\xe2\x94\xa4",
        .cross = "\xe2\x94\xbc",
        .wall_top = "\xe2\x94\xac",
    };
    static const struct signs ascii = {
        .up = "^",
        .down = "v",
        .folded = "+",
        .unfolded = "-",
        .rule = "-",
        .rule_focus = "=",
        .wall = "|",
        .wall_right = "+",
        .wall_left = "+",
        .cross = "+",
        .wall_top = "+",
    };

    return text_is_utf8() ? &rich : &ascii;
}
