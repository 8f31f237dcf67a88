#include "config.h"

#include "support/column_says.h"
#include "support/test.h"

const struct column *
column_of(const char *name)
{
    const struct column *column =
        column_find(container_columns, container_column_count, str_of(name));

    assert_non_null(column);
    return column;
}

void
assert_says(const char *column, const struct container_row *row,
            const struct cell_context *context, const char *text,
            enum tone tone)
{
    struct buf out = BUF_INIT(4096);
    enum tone said = column_of(column)->say(&out, row, context);

    assert_string_equal(buf_text(&out), text);
    assert_int_equal(said, tone);
    buf_release(&out);
}
