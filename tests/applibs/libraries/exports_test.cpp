// The libraries in an app's process export what is listed and nothing else, and need only the C
// library.

#include <catch2/catch.hpp>

#include <cstdio>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <vector>

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

struct Library {
    std::string soname;
    std::string file;
    std::string symbols; ///< the list, one a line
};

std::vector<Library> libraries()
{
    return {PERISPHERE_LIBRARIES};
}

std::set<std::string> documentedSymbols(const std::string& file)
{
    std::ifstream in(file);
    std::set<std::string> symbols;
    for (std::string line; std::getline(in, line);)
        if (!line.empty() && line[0] != '#')
            symbols.insert(line);
    return symbols;
}

} // namespace

TEST_CASE("an app's libraries export what is listed, and nothing else")
{
    for (const Library& library : libraries()) {
        INFO(library.soname);
        const auto listed = documentedSymbols(library.symbols);
        CHECK_FALSE(listed.empty());
        CHECK(wordsOf("nm -D --defined-only --format=posix '" + library.file +
                      "' | cut -d' ' -f1") == listed);
    }
}

TEST_CASE("an app's libraries need no TLS library and no C++ run time")
{
    for (const Library& library : libraries()) {
        INFO(library.soname);
        const auto words = wordsOf("readelf -d '" + library.file +
                                   "' | sed -n 's/.*(NEEDED).*\\[\\(.*\\)\\]/\\1/p'");
        for (const std::string& needed : words)
            CHECK((needed == "libc.so.6" || needed == "libdl.so.2" || needed == "libasan.so.8" ||
                   needed == "libubsan.so.1" || needed == "libtsan.so.2"));
        CHECK_FALSE(words.empty());
        CHECK(wordsOf("readelf -d '" + library.file +
                      "' | sed -n 's/.*(SONAME).*\\[\\(.*\\)\\]/\\1/p'") ==
              std::set<std::string>{library.soname});
    }
}
