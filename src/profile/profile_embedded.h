/* The profiles and lists of codes built into the program, made from profiles/ by scripts/embed.sh. */
#ifndef PROFILE_EMBEDDED_H
#define PROFILE_EMBEDDED_H

struct profile_embedded {
    const char *path; // "ice/2019-icfo-53623/arrests.yaml"; NULL ends the list
    const char *begin;
    const char *end;
};

extern const struct profile_embedded profile_embedded_files[];

#endif
