// Manifests: what parses without errors says the same after it is written, packed or given an id.

#include "perisphere/manifest/manifest.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace perisphere;

namespace
{

constexpr std::string_view kId = "25025d2c-66da-4448-bae1-ac26fcdd3627";

void require(bool holds)
{
    if (!holds)
        std::abort();
}

manifest::Manifest read(const std::string& text)
{
    auto again = manifest::parse(text, "again");
    require(again.ok());
    return std::move(*again.value);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto filled = manifest::withComponentId(text, kId, "input");
    const auto parsed = manifest::parse(text, "input");
    if (!parsed.ok())
        return 0;
    const std::string source = manifest::writeSource(*parsed.value);
    const std::string packed = manifest::writePacked(*parsed.value);
    require(manifest::writeSource(read(source)) == source);
    require(manifest::writePacked(read(packed)) == packed);
    require(filled && read(*filled).componentId == kId);
    const auto resolved = manifest::resolve(*parsed.value, nullptr);
    require(!resolved.ok() || manifest::writePacked(*resolved.value) == packed);
    require(manifest::checkTogether(read(*filled), read(*filled)).size() == 1);
    return 0;
}
