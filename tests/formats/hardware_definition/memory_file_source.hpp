// Definition files in memory.
#pragma once

#include "perisphere/hardware/definition.hpp"

#include <map>
#include <string>

namespace perisphere::test
{

class MemoryFileSource final : public hardware::FileSource
{
public:
    MemoryFileSource(std::map<std::string, std::string> files)
        : m_files(std::move(files))
    {
    }

    Result<std::optional<File>> read(std::string_view directory, std::string_view path) override
    {
        const std::string name = directory.empty() || directory == "."
                                     ? std::string(path)
                                     : std::string(directory) + "/" + std::string(path);
        const auto found = m_files.find(name);
        if (found == m_files.end())
            return std::optional<File>();
        return File{.path = name, .identity = name, .text = found->second};
    }

private:
    std::map<std::string, std::string> m_files;
};

/// A definition text with the given imports and peripherals (both without brackets).
inline std::string definitionText(const std::string& imports, const std::string& peripherals)
{
    return R"json({"Metadata": {"Type": "Azure Sphere Hardware Definition", "Version": 1},
"Description": {"Name": "x"},
"Imports": [)json" +
           imports + "],\n\"Peripherals\": [\n" + peripherals + "]}";
}

} // namespace perisphere::test
