// libtlsutils exports the documented functions and nothing else, and needs only the C library.

#include <catch2/catch.hpp>

#include <cstdio>
#include <fstream>
#include <memory>
#include <set>

namespace perisphere::exports_test
{

namespace
{

std::set<std::string> wordsOf(const std::string& command)
{
    std::set<std::string> words;
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen(command.c_str(), "r"),
                                                               ::pclose);
    REQUIRE(pipe);
    char word[256];
    while (std::fscanf(pipe.get(), "%255s", word) == 1)
        words.insert(word);
    return words;
}

std::set<std::string> documentedSymbols()
{
    std::ifstream in(PERISPHERE_SYMBOLS);
    std::set<std::string> symbols;
    for (std::string line; std::getline(in, line);)
        if (!line.empty() && line[0] != '#')
            symbols.insert(line);
    return symbols;
}

} // namespace

TEST_CASE("libtlsutils exports what is documented, and nothing else")
{
    CHECK(wordsOf("nm -D --defined-only --format=posix '" PERISPHERE_TLSUTILS
                  "' | cut -d' ' -f1") == documentedSymbols());
}

TEST_CASE("libtlsutils needs no TLS library and no C++ run time")
{
    const auto words = wordsOf("readelf -d '" PERISPHERE_TLSUTILS
                               "' | sed -n 's/.*(NEEDED).*\\[\\(.*\\)\\]/\\1/p'");
    for (const std::string& library : words)
        CHECK((library == "libc.so.6" || library == "libdl.so.2" || library == "libasan.so.8" ||
               library == "libubsan.so.1" || library == "libtsan.so.2"));
    CHECK_FALSE(words.empty());
    CHECK(wordsOf("readelf -d '" PERISPHERE_TLSUTILS
                  "' | sed -n 's/.*(SONAME).*\\[\\(.*\\)\\]/\\1/p'") ==
          std::set<std::string>{"libtlsutils.so.0"});
}

} // namespace perisphere::exports_test
