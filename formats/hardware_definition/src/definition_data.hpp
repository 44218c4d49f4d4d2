// The inside of a Definition: its files and an index of names.
#pragma once

#include "perisphere/hardware/definition.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace perisphere::hardware
{

/// Where a peripheral is: indexes, so that copies of the data stay valid.
struct Place {
    std::size_t file;
    std::size_t peripheral;
};

struct DefinitionData {
    std::vector<DefinitionFile> files; ///< target first
    std::vector<std::vector<std::size_t>>
        imports; ///< for each file, the files that it names itself
    std::unordered_map<std::string, Place>
        firstByName; ///< the target's names win over imported ones

    [[nodiscard]] const Peripheral& at(Place place) const
    {
        return files[place.file].peripherals[place.peripheral];
    }
    [[nodiscard]] const Place* find(std::string_view name) const
    {
        const auto found = firstByName.find(std::string(name));
        return found == firstByName.end() ? nullptr : &found->second;
    }
};

/// Reads a target and all that it imports. Reports what cannot be found or goes in circles.
class Loader
{
public:
    Loader(const std::vector<std::string>& directories, FileSource& source)
        : m_directories(directories)
        , m_source(source)
    {
    }

    /// False when there is no target to speak of.
    bool load(std::string_view fileName, DefinitionData& data, Diagnostics& out);

private:
    Result<std::optional<FileSource::File>> search(const std::string& path,
                                                   const std::string& importerDirectory);
    std::optional<std::size_t> loadFile(FileSource::File file, DefinitionData& data,
                                        Diagnostics& out);
    void loadImport(std::size_t importer, const Import& import, DefinitionData& data,
                    Diagnostics& out);

    const std::vector<std::string>& m_directories;
    FileSource& m_source;
    std::vector<std::string> m_open; ///< identities of the files being loaded, outermost first
    std::map<std::string, std::size_t> m_loaded; ///< by identity
};

/// The rules about mappings and pins, over all files of a definition.
void checkDefinition(const DefinitionData& data, Diagnostics& out);

} // namespace perisphere::hardware
