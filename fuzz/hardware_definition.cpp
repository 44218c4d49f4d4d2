// Hardware definitions: a definition without errors is the same after it is written, its names
// resolve, and its header says what it says.

#include "perisphere/hardware/definition.hpp"
#include "perisphere/hardware/header.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace perisphere;

namespace
{

constexpr std::string_view kChip = R"json({
"Metadata": {"Type": "Azure Sphere Hardware Definition", "Version": 1},
"Description": {"Name": "chip"}, "Peripherals": [
  {"Name": "GPIO8", "Type": "Gpio", "MainCoreHeaderValue": "(8)", "AppManifestValue": 8},
  {"Name": "UART0", "Type": "Uart", "MainCoreHeaderValue": "(4)", "AppManifestValue": "ISU0"}]})json";

void require(bool holds)
{
    if (!holds)
        std::abort();
}

/// The input under the name "app.json", a small chip under any other.
class Source final : public hardware::FileSource
{
public:
    explicit Source(std::string text)
        : m_text(std::move(text))
    {
    }
    Result<std::optional<File>> read(std::string_view /*directory*/, std::string_view path) override
    {
        const bool isInput = path == "app.json";
        return File{.path = std::string(path),
                    .identity = isInput ? "app" : "chip",
                    .text = isInput ? m_text : std::string(kChip)};
    }

private:
    std::string m_text;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    Source source(text);
    const auto loaded = hardware::Definition::load("app.json", {}, source);
    if (!loaded.ok())
        return 0;
    const hardware::DefinitionFile& file = loaded.value->target();
    const std::string written = hardware::writeDefinitionFile(file);
    const auto again = hardware::parseDefinitionFile(written, "again");
    require(again.ok() && hardware::writeDefinitionFile(*again.value) == written);
    for (const hardware::Peripheral& one : file.peripherals)
        require(loaded.value->resolve(one.name).has_value());
    require(hardware::checkHeader(file, hardware::generateHeader(file), "app.h").has_value());
    return 0;
}
