# Sallyport. `make help` lists the targets. One build system: this file.
#
#   VARIANT=release (default)  build/            gcc, -O2
#   VARIANT=asan               build/asan/       AddressSanitizer and UBSan; what the unit tests run under
#   VARIANT=fuzz               build/fuzz/       clang, libFuzzer, the same sanitizers
#   VARIANT=tsan               build/tsan/       ThreadSanitizer, for the tests of threads

VARIANT ?= release
PREFIX ?= /usr/local
DESTDIR ?=

WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wvla -Wswitch-enum -Werror
CFLAGS_release := -O2 -g
CFLAGS_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
CFLAGS_fuzz := -O1 -g -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=undefined -fno-omit-frame-pointer
CFLAGS_tsan := -O1 -g -fsanitize=thread -fno-omit-frame-pointer
ifeq ($(VARIANT),release)
OUT := build
else
OUT := build/$(VARIANT)
endif
ifeq ($(VARIANT),fuzz)
CC := clang
endif

# A system libduckdb is preferred; otherwise the pinned pair that scripts/setup.sh fetched.
DUCKDB_SYSTEM := $(shell printf '\043include <duckdb.h>\nint main(void) { return 0; }\n' | $(CC) -x c - -lduckdb -o /dev/null 2>/dev/null && echo yes)
DUCKDB_DIR := third_party/duckdb/node_modules
ifeq ($(DUCKDB_SYSTEM),yes)
DUCKDB_CFLAGS :=
DUCKDB_LIBS := -lduckdb
DUCKDB_COPY :=
else
DUCKDB_CFLAGS := -isystem $(DUCKDB_DIR)/duckdb/src/duckdb/src/include
DUCKDB_COPY := build/lib/libduckdb.so
DUCKDB_LIBS := -Lbuild/lib -lduckdb
endif
# Found at run time beside the program: build/lib, or PREFIX/lib/sallyport once installed.
RPATH := -Wl,-rpath,'$$ORIGIN/lib:$$ORIGIN/../lib:$$ORIGIN/../../lib:$$ORIGIN/../../../lib:$$ORIGIN/../lib/sallyport'

ISAL ?= $(shell pkg-config --exists libisal 2>/dev/null && echo yes)
ifeq ($(ISAL),yes)
INFLATE_CFLAGS := -DSP_WITH_ISAL
INFLATE_LIBS := -lisal
endif

PACKAGES := libzip expat libfyaml libcrypto zlib xlsxwriter
LIBS = $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) $(INFLATE_LIBS) $(DUCKDB_LIBS) -lpthread -lm
CPPFLAGS_ALL = -Iinclude -D_POSIX_C_SOURCE=200809L -D_FILE_OFFSET_BITS=64 $(INFLATE_CFLAGS) $(DUCKDB_CFLAGS)
CFLAGS_ALL = -std=c17 $(WARNINGS) $(CFLAGS_$(VARIANT)) -fvisibility=hidden -MMD -MP

LIB_SOURCES := $(sort $(filter-out src/cli/%,$(wildcard src/*/*.c)))
CLI_SOURCES := $(sort $(wildcard src/cli/*.c))
UNIT_SOURCES := $(sort $(wildcard tests/unit/test_*.c) $(wildcard tests/property/test_*.c) $(wildcard tests/spec/test_*.c))
FUZZ_SOURCES := $(sort $(wildcard fuzz/fuzz_*.c))
PROFILES := $(sort $(shell find profiles -name '*.yaml'))
FACTS := $(sort $(wildcard spec/facts/*.csv))

LIB_OBJECTS := $(LIB_SOURCES:%.c=$(OUT)/%.o) $(OUT)/gen/profile_embedded_files.o $(OUT)/gen/link_fact_files.o $(OUT)/gen/link_rules.o
CLI_OBJECTS := $(CLI_SOURCES:%.c=$(OUT)/%.o)
UNIT_PROGRAMS := $(UNIT_SOURCES:%.c=$(OUT)/%)
FUZZ_PROGRAMS := $(FUZZ_SOURCES:%.c=$(OUT)/%)
# What the tests share: tests/support/*.c
# tests/spec and test_link_equal ask PostgreSQL too, where it is.
ifeq ($(shell pkg-config --exists libpq 2>/dev/null && echo yes),yes)
POSTGRES_CFLAGS := -DSALLYPORT_WITH_POSTGRES $(shell pkg-config --cflags libpq)
POSTGRES_LIBS := $(shell pkg-config --libs libpq)
endif
SUPPORT_OBJECTS := $(patsubst %.c,$(OUT)/%.o,$(sort $(wildcard tests/support/*.c)))

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all help demo test check bench setup setup-test unit-programs fuzz fuzz-programs fuzz-seeds pages format install clean layers

all: setup ## build the program: build/sallyport
	+@$(MAKE) --no-print-directory $(OUT)/sallyport

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

demo: all ## the main job on the synthetic release, shown
	@scripts/demo.sh

test: setup-test ## every test; ends with "N passed, N failed"
	+@tests/run.sh

check: setup-test ## the unit tests alone, without sanitizers, quickly
	+@$(MAKE) --no-print-directory unit-programs
	@tests/run.sh unit

bench: all ## speed beside other readers of workbooks, which it installs; half an hour
	@bench/peers.sh

setup:
	@scripts/setup.sh build

setup-test:
	@scripts/setup.sh test

layers: $(OUT)/layers.ok ## check that folders include only what they may

unit-programs: $(UNIT_PROGRAMS)

fuzz: setup-test ## fuzz every target for FUZZ_SECONDS each (default 1200)
	+@$(MAKE) --no-print-directory VARIANT=fuzz fuzz-programs
	@fuzz/run.sh $(or $(FUZZ_SECONDS),1200)

fuzz-programs: $(FUZZ_PROGRAMS)

fuzz-seeds: setup-test ## write the seeds of fuzz_zip again
	+@$(MAKE) --no-print-directory $(OUT)/fuzz/seed_zip
	@mkdir -p fuzz/corpus/zip
	$(OUT)/fuzz/seed_zip fuzz/corpus/zip

pages: all ## write anew the pages of docs/ that the program makes
	build/sallyport dictionary --format md > docs/dictionary.md
	build/sallyport rules --format md > docs/rules.md
	for command in $$(build/sallyport help | sed -n 's/^  sallyport \([a-z]*\) .*/\1/p'); do \
	    build/sallyport help $$command --markdown > docs/cli/$$command.md; done

format: ## lay out the code by clang-format
	clang-format -i $$(find src include tests fuzz bench -name '*.[ch]')

install: all ## install under PREFIX (default /usr/local)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/include/sallyport
	install -m 755 build/sallyport $(DESTDIR)$(PREFIX)/bin/sallyport
	install -m 644 include/sallyport/*.h $(DESTDIR)$(PREFIX)/include/sallyport
ifneq ($(DUCKDB_COPY),)
	install -d $(DESTDIR)$(PREFIX)/lib/sallyport
	install -m 644 build/lib/libduckdb.so $(DESTDIR)$(PREFIX)/lib/sallyport/libduckdb.so
endif

clean: ## remove what was built
	rm -rf build

$(OUT)/sallyport: $(CLI_OBJECTS) $(OUT)/libsallyport.a $(OUT)/layers.ok
	$(CC) $(CFLAGS_$(VARIANT)) -o $@ $(CLI_OBJECTS) $(OUT)/libsallyport.a $(LIBS) $(RPATH)

$(OUT)/libsallyport.a: $(LIB_OBJECTS)
	@rm -f $@
	ar rcs $@ $^

$(OUT)/layers.ok: src/layers.txt scripts/check-layers.sh $(LIB_SOURCES) $(CLI_SOURCES) $(wildcard src/*/*.h)
	scripts/check-layers.sh
	@mkdir -p $(@D) && touch $@

# The program's own files see public headers only; the library's see src/ too.
$(OUT)/src/cli/%.o: src/cli/%.c Makefile | $(DUCKDB_COPY)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) -Isrc $(CFLAGS_ALL) -c -o $@ $<

$(OUT)/src/%.o: src/%.c Makefile | $(DUCKDB_COPY)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) -Isrc $(CFLAGS_ALL) -c -o $@ $<

$(OUT)/tests/%.o: tests/%.c Makefile | $(DUCKDB_COPY)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(POSTGRES_CFLAGS) -Isrc -Itests $(CFLAGS_ALL) -c -o $@ $<

$(OUT)/gen/profile_embedded_files.c: $(PROFILES) scripts/embed.sh
	@mkdir -p $(@D)
	scripts/embed.sh profile_embedded_files profiles $(PROFILES) > $@

$(OUT)/gen/link_fact_files.c: $(FACTS) scripts/embed.sh
	@mkdir -p $(@D)
	scripts/embed.sh link_fact_files spec $(FACTS) > $@

$(OUT)/gen/link_rules.c: $(wildcard spec/*.sql) spec/rules.txt $(FACTS) scripts/rules.sh
	@mkdir -p $(@D)
	scripts/rules.sh > $@

$(OUT)/gen/%.o: $(OUT)/gen/%.c $(PROFILES) $(FACTS)
	$(CC) $(CPPFLAGS_ALL) -Isrc $(CFLAGS_ALL) -c -o $@ $<

$(OUT)/tests/%: $(OUT)/tests/%.o $(SUPPORT_OBJECTS) $(OUT)/libsallyport.a
	$(CC) $(CFLAGS_$(VARIANT)) -o $@ $< $(SUPPORT_OBJECTS) $(OUT)/libsallyport.a $(LIBS) $(POSTGRES_LIBS) -lcmocka $(RPATH)

$(OUT)/fuzz/%: fuzz/%.c $(SUPPORT_OBJECTS) $(OUT)/libsallyport.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) -Isrc -Itests $(CFLAGS_ALL) -fsanitize=fuzzer -o $@ $< $(SUPPORT_OBJECTS) $(OUT)/libsallyport.a $(LIBS) $(POSTGRES_LIBS) -lcmocka $(RPATH)

$(OUT)/fuzz/seed_zip: fuzz/seed_zip.c $(OUT)/tests/support/support_zip.o $(OUT)/libsallyport.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) -Isrc -Itests $(CFLAGS_ALL) -o $@ $< $(OUT)/tests/support/support_zip.o $(OUT)/libsallyport.a $(LIBS) $(RPATH)

$(OUT)/bench/%: bench/%.c $(OUT)/libsallyport.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) -Isrc $(CFLAGS_ALL) -o $@ $< $(OUT)/libsallyport.a $(LIBS) $(RPATH)

# The generator of workbooks is of several files.
$(OUT)/bench/bench_workbook: $(addprefix bench/bench_,workbook.c csv.c rows.c xml.c zip.c csv.h rows.h xml.h zip.h) $(OUT)/libsallyport.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) -Isrc $(CFLAGS_ALL) -o $@ $(filter %.c %.a,$^) $(LIBS) $(RPATH)

build/lib/libduckdb.so:
	@mkdir -p $(@D)
	cp $(DUCKDB_DIR)/@duckdb/node-bindings-linux-x64/libduckdb.so $@

-include $(LIB_OBJECTS:.o=.d) $(CLI_OBJECTS:.o=.d) $(SUPPORT_OBJECTS:.o=.d) $(addsuffix .d,$(UNIT_PROGRAMS) $(FUZZ_PROGRAMS))
