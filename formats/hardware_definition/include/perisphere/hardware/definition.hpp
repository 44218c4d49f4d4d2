// Hardware definitions: which names a board gives to the chip's peripherals.
//
// A definition file names peripherals; each either carries the chip's own values or maps to a
// peripheral of an imported file. Chains end at the chip's root file (mt3620.json).
#pragma once

#include "perisphere/base/diagnostic.hpp"
#include "perisphere/base/location.hpp"
#include "perisphere/base/result.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace perisphere::hardware
{

enum class PeripheralType { Gpio, Uart, I2cMaster, SpiMaster, Adc, Pwm, Int };

[[nodiscard]] std::string_view name(PeripheralType type); ///< as in the JSON: "Gpio", ..., "int"
[[nodiscard]] std::optional<PeripheralType> peripheralType(std::string_view name);

/// What stands for a peripheral in a resolved app manifest: an integer for GPIOs, a string ("ISU0")
/// for the rest.
using ManifestValue = std::variant<std::int64_t, std::string>;

struct Peripheral {
    std::string name;
    PeripheralType type = PeripheralType::Gpio;
    std::string mapping;             ///< name in an imported file; empty at the chip level
    std::string mainCoreHeaderValue; ///< chip level: the C expression, e.g. "(5)"
    std::optional<ManifestValue> manifestValue; ///< chip level; none for `int`
    std::string comment;
    Location where; ///< of the entry in its file
};

struct Import {
    std::string path; ///< as written
    Location where;
};

/// One file, as written.
struct DefinitionFile {
    std::string path;     ///< where the FileSource found it
    std::string identity; ///< see FileSource::File
    std::string description;
    std::vector<std::string> headerTopContent; ///< lines to put on top of the generated header
    std::vector<Import> imports;
    std::vector<Peripheral> peripherals;
};

/// Checks one text alone: structure (JSON Schema in formats/hardware_definition), duplicate names.
[[nodiscard]] Checked<DefinitionFile> parseDefinitionFile(std::string_view text,
                                                          std::string fileName);

/// The JSON text of a definition: two-space indent, members in the documented order, LF line ends.
[[nodiscard]] std::string writeDefinitionFile(const DefinitionFile& file);

/// Where the texts of definition files come from. The library itself reads no file system.
class FileSource
{
public:
    virtual ~FileSource() = default;

    struct File {
        std::string path;     ///< for messages, and as the folder that relative imports start from
        std::string identity; ///< equal for the same file, however it was reached
        std::string text;
    };

    /// The file at `path` below `directory` (an empty directory: the path as it is); nullopt when
    /// there is none; an error when it is there and cannot be read.
    [[nodiscard]] virtual Result<std::optional<File>> read(std::string_view directory,
                                                           std::string_view path) = 0;
};

/// FileSource on the real file system, files of at most 1 MiB.
class DiskFileSource final : public FileSource
{
public:
    [[nodiscard]] Result<std::optional<File>> read(std::string_view directory,
                                                   std::string_view path) override;
};

struct DefinitionData;

/// A definition with all it imports, directly and indirectly.
class Definition
{
public:
    /// Finds `fileName` in `directories` in order (an absolute or existing relative path is taken
    /// as it is), then each import: folder of the importing file, then `directories` in order.
    /// First hit wins. The SDK's own folder is, by convention, the last of `directories`.
    ///
    /// Rules, besides structure: import-not-found, import-cycle, import-depth, duplicate-name,
    /// mapping-unknown, mapping-cycle, mapping-type, mapping-shared (warning), mapping-indirect
    /// (warning), pin-block-conflict (warning).
    static Checked<Definition> load(std::string_view fileName,
                                    const std::vector<std::string>& directories,
                                    FileSource& source);

    Definition(Definition&&) noexcept;
    Definition& operator=(Definition&&) noexcept;
    Definition(const Definition&);
    Definition& operator=(const Definition&);
    ~Definition();

    /// The file asked for.
    [[nodiscard]] const DefinitionFile& target() const;

    /// Target first, then imports in the order in which they were met; each file once.
    [[nodiscard]] const std::vector<DefinitionFile>& files() const;

    /// A peripheral by name: the target's own names first, then those of imported files.
    [[nodiscard]] const Peripheral* find(std::string_view peripheralName) const;

    /// All names of the target and its imports, for suggestions.
    [[nodiscard]] std::vector<std::string_view> names() const;

    struct Resolved {
        PeripheralType type;
        std::string chipName;               ///< end of the chain, e.g. "MT3620_GPIO8"
        std::string mainCoreHeaderValue;    ///< "(8)"
        std::optional<ManifestValue> value; ///< none for `int`
        std::vector<std::string> chain;     ///< names from the one asked for to chipName
    };

    /// Follows the mapping chain. NotFound (with the nearest name) or Invalid (a chain that does
    /// not end).
    [[nodiscard]] Result<Resolved> resolve(std::string_view peripheralName) const;

private:
    explicit Definition(std::unique_ptr<DefinitionData> data);
    std::unique_ptr<DefinitionData> m_data;
};

} // namespace perisphere::hardware
