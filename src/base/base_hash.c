/* SHA-256 by libcrypto, of bytes and of files; reading whole files. */
#include "base/base.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static void hex_of(const unsigned char *digest, char out[SP_SHA256_TEXT_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < 32; i++) {
        out[2 * i] = digits[digest[i] >> 4];
        out[2 * i + 1] = digits[digest[i] & 15];
    }
    out[64] = '\0';
}

bool sp_sha256_of(struct sp_str bytes, char out[SP_SHA256_TEXT_SIZE])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    if (EVP_Digest(bytes.data ? bytes.data : "", bytes.size, digest, NULL, EVP_sha256(), NULL) != 1)
        return false;
    hex_of(digest, out);
    return true;
}

static FILE *file_open(const char *path, struct sp_err *err, enum sp_rc *out_rc)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        *out_rc = sp_err_set(err, SP_ERR_INPUT, "cannot open: %s", strerror(errno));
        sp_err_at_file(err, path);
    }
    return file;
}

enum sp_rc sp_file_check(const char *path, struct sp_err *err)
{
    struct stat facts;
    if (stat(path, &facts) != 0 || S_ISREG(facts.st_mode)) return SP_OK; // Opening says why not.
    sp_err_at_file(err, path);
    return sp_err_set(err, SP_ERR_INPUT, "%s; name a file",
                      S_ISDIR(facts.st_mode) ? "cannot read a folder" : "cannot read a pipe or device");
}

enum sp_rc sp_sha256_file(const char *path, char out[SP_SHA256_TEXT_SIZE], uint64_t *out_size,
                          struct sp_err *err)
{
    static const size_t piece_size = 1 << 18;
    enum sp_rc rc = sp_file_check(path, err);
    FILE *file = rc == SP_OK ? file_open(path, err, &rc) : NULL;
    if (!file) return rc;
    char *piece = sp_alloc(piece_size);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    unsigned char digest[EVP_MAX_MD_SIZE];
    uint64_t size = 0;
    size_t got = 0;
    bool hashed = piece && context && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1;
    while (hashed && (got = fread(piece, 1, piece_size, file)) > 0) {
        hashed = EVP_DigestUpdate(context, piece, got) == 1;
        size += got;
    }
    if (!hashed || EVP_DigestFinal_ex(context, digest, NULL) != 1) {
        rc = sp_err_set(err, SP_ERR_MEMORY, "out of memory while hashing");
    } else if (ferror(file)) {
        rc = sp_err_set(err, SP_ERR_IO, "cannot read: %s", strerror(errno));
        sp_err_at_file(err, path);
    } else {
        hex_of(digest, out);
        *out_size = size;
    }
    EVP_MD_CTX_free(context);
    sp_free(piece);
    (void)fclose(file);
    return rc;
}

enum sp_rc sp_file_read(const char *path, struct sp_buf *out, struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    FILE *file = file_open(path, err, &rc);
    if (!file) return rc;
    char piece[8192];
    size_t got;
    while ((got = fread(piece, 1, sizeof piece, file)) > 0 && out->rc == SP_OK) {
        sp_buf_append(out, (struct sp_str){.data = piece, .size = got});
    }
    if (ferror(file)) {
        rc = sp_err_set(err, SP_ERR_IO, "cannot read: %s", strerror(errno));
    } else {
        rc = sp_buf_status(out, err);
    }
    sp_err_at_file(rc == SP_OK ? NULL : err, path);
    (void)fclose(file);
    return rc;
}

struct sp_str sp_path_base(struct sp_str path)
{
    if (!path.size) return path;
    size_t start = path.size;
    while (start > 0 && path.data[start - 1] != '/') {
        start--;
    }
    return (struct sp_str){.data = path.data + start, .size = path.size - start};
}
