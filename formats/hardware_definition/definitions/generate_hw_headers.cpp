// Build step: copies definition files into an SDK folder and writes their headers to its inc/hw.
//
//   perisphere_generate_hw_headers SDK_FOLDER DEFINITION...

#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/hardware/definition.hpp"
#include "perisphere/hardware/header.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

using namespace perisphere;

namespace
{

Result<> generate(const std::filesystem::path& definition, const std::filesystem::path& sdk)
{
    auto text = readTextFile(definition, 1U << 20U);
    if (!text)
        return fail(text.error());
    auto file = hardware::parseDefinitionFile(*text, definition.string()).toResult();
    if (!file)
        return fail(file.error());
    const std::filesystem::path copy = sdk / definition.filename();
    if (auto written = replaceFile(copy, *text); !written)
        return written;
    return replaceFile(hardware::headerPath(copy.string()), hardware::generateHeader(*file));
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3) {
        fmt::print(stderr, "usage: {} SDK_FOLDER DEFINITION...\n", argv[0]);
        return 2;
    }
    const std::filesystem::path sdk = argv[1];
    std::error_code error;
    std::filesystem::create_directories(sdk / "inc" / "hw",
                                        error); // what fails here fails below with a name
    for (int i = 2; i < argc; ++i)
        if (const auto done = generate(argv[i], sdk); !done) {
            fmt::print(stderr, "error: {}\n", done.error().toString());
            return 1;
        }
    return 0;
}
