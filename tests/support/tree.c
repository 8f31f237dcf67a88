#include "config.h"

#include "support/test.h"

#include "support/tree.h"

#include "base/buf.h"
#include "base/mem.h"
#include "support/data.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEXT_SIZE ((size_t)1 << 16)
#define MARK "=== "

static void
make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(path, 0700);
        *slash = '/';
    }
}

void
tree_write(const char *root, const char *path, const char *text)
{
    struct buf whole = BUF_INIT(TEXT_SIZE);
    size_t len = strlen(text);
    char *name;
    int fd;

    assert_true(buf_addf(&whole, "%s%s", root, path));
    name = buf_take(&whole);
    fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        make_folders(name);
        fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    }
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, len), len);
    assert_int_equal(ftruncate(fd, (off_t)len), 0);
    assert_int_equal(close(fd), 0);
    free(name);
}

static void
add_with_id(struct buf *out, struct str text, const char *id)
{
    static const char token[] = "@ID@";

    while (text.len > 0) {
        bool is_token = str_starts(text, token);
        size_t len = is_token ? strlen(token) : 1;

        assert_true(is_token ? buf_add_text(out, id)
                             : buf_add_char(out, *text.at));
        text = str_make(text.at + len, text.len - len);
    }
}

static void
write_gathered(const char *root, struct buf *path, struct buf *text)
{
    if (path->len > 0)
        tree_write(root, buf_text(path), buf_text(text));
    buf_clear(path);
    buf_clear(text);
}

void
tree_add(const char *root, const char *name, const char *id)
{
    struct buf path = BUF_INIT(TEXT_SIZE), text = BUF_INIT(TEXT_SIZE);
    char *data, file[128];
    struct str rest, line;

    (void)snprintf(file, sizeof(file), "cgroup/%s.tree", name);
    data = data_read(file);
    rest = str_of(data);
    while (data_line(&rest, &line)) {
        if (str_starts(line, MARK)) {
            write_gathered(root, &path, &text);
            add_with_id(
                &path,
                str_make(line.at + strlen(MARK), line.len - strlen(MARK)), id);
        } else {
            add_with_id(&text, line, id);
            assert_true(buf_add_char(&text, '\n'));
        }
    }
    write_gathered(root, &path, &text);
    buf_release(&path);
    buf_release(&text);
    free(data);
}

char *
tree_new(const char *name, const char *id)
{
    char root[] = "/tmp/bayplan-tree.XXXXXX";

    assert_non_null(mkdtemp(root));
    tree_add(root, name, id);
    return xstrdup(root);
}

static int
remove_one(const char *path, const struct stat *stat, int type,
           struct FTW *where)
{
    (void)stat;
    (void)type;
    (void)where;
    return remove(path);
}

void
tree_remove(const char *root, const char *path)
{
    char whole[1024];

    (void)snprintf(whole, sizeof(whole), "%s%s", root, path);
    assert_int_equal(nftw(whole, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

void
tree_free(char *root)
{
    tree_remove(root, "");
    free(root);
}
