// The daemon's program, as its users start it.
#include "perisphere/linux/kernel_layers.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <sys/wait.h>

namespace
{

using perisphere::target::KernelLayer;
using perisphere::target::missingLayers;
using perisphere::target::probeKernelLayers;

struct Output {
    std::string text;
    int code = -1;
};

Output outputOf(const std::string& command)
{
    Output output;
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen(command.c_str(), "r"),
                                                               [](std::FILE*) { return 0; });
    REQUIRE(pipe);
    std::array<char, 4096> buffer{};
    while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe.get()))
        output.text.append(buffer.data(), count);
    output.code = WEXITSTATUS(::pclose(pipe.get()));
    return output;
}

} // namespace

TEST_CASE("perisphered check tells them, and its exit code whether apps would be started")
{
    const auto missing = missingLayers(probeKernelLayers());
    const Output text = outputOf(PERISPHERED " check");
    CHECK(text.code == (missing.empty() ? 0 : 1));
    for (const KernelLayer& layer : probeKernelLayers())
        CHECK(text.text.find(layer.against) != std::string::npos);
    for (const std::string& name : missing)
        CHECK(text.text.find(name) != std::string::npos);
    const Output json = outputOf(PERISPHERED " check --json");
    CHECK(json.code == text.code);
    CHECK(json.text.starts_with("{\n  \"layers\": ["));
    CHECK(outputOf(PERISPHERED " inspect 2>&1").code != 0);
}
