#include "perisphere/hardware/definition.hpp"

#include "definition_data.hpp"
#include "perisphere/base/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perisphere::hardware
{
namespace
{

constexpr std::size_t kMaxFiles = 64;
constexpr std::size_t kMaxDepth = 16;

std::string importFolderOf(const std::string& path)
{
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? std::string(".")
                                      : path.substr(0, std::max<std::size_t>(slash, 1));
}

std::string listed(const std::vector<std::string>& directories)
{
    return directories.empty() ? "no folder was given to search"
                               : fmt::format("searched \"{}\"", fmt::join(directories, "\", \""));
}

Diagnostic problem(std::string rule, const Location& where, std::string message,
                   std::string expected, std::string advice)
{
    return {.severity = Severity::Error,
            .rule = std::move(rule),
            .where = where,
            .message = std::move(message),
            .expected = std::move(expected),
            .advice = std::move(advice)};
}

} // namespace

Result<std::optional<FileSource::File>> Loader::search(const std::string& path,
                                                       const std::string& importerDirectory)
{
    std::vector<std::string> places;
    const bool isAbsolute = path.starts_with('/');
    if (isAbsolute || importerDirectory.empty())
        places.emplace_back(); // as it is
    else
        places.push_back(importerDirectory);
    if (!isAbsolute)
        places.insert(places.end(), m_directories.begin(), m_directories.end());
    for (const std::string& place : places) {
        auto file = m_source.read(place, path);
        if (!file || file->has_value())
            return file;
    }
    return std::optional<FileSource::File>();
}

bool Loader::load(std::string_view fileName, DefinitionData& data, Diagnostics& out)
{
    // The target is looked up in the given folders first; a path that is there as it stands comes
    // last.
    Result<std::optional<FileSource::File>> file = std::optional<FileSource::File>();
    if (!fileName.starts_with('/'))
        for (const std::string& directory : m_directories) {
            file = m_source.read(directory, fileName);
            if (!file || file->has_value())
                break;
        }
    if (file && !file->has_value())
        file = m_source.read("", fileName);
    if (!file) {
        out.push_back(toDiagnostic(file.error(), "unreadable"));
        return false;
    }
    if (!file->has_value()) {
        out.push_back(problem("definition-not-found", {.file = std::string(fileName)},
                              fmt::format("hardware definition \"{}\" does not exist", fileName),
                              "", listed(m_directories)));
        return false;
    }
    return loadFile(std::move(**file), data, out).has_value();
}

std::optional<std::size_t> Loader::loadFile(FileSource::File file, DefinitionData& data,
                                            Diagnostics& out)
{
    auto parsed = parseDefinitionFile(file.text, file.path);
    out.insert(out.end(), parsed.diagnostics.begin(), parsed.diagnostics.end());
    if (!parsed.value)
        return std::nullopt;
    parsed.value->identity = file.identity;
    const std::size_t index = data.files.size();
    data.files.push_back(std::move(*parsed.value));
    data.imports.emplace_back();
    m_loaded.emplace(file.identity, index);
    m_open.push_back(file.identity);
    const std::vector<Import> imports = data.files[index].imports; // files grows below
    for (const Import& import : imports)
        loadImport(index, import, data, out);
    m_open.pop_back();
    return index;
}

void Loader::loadImport(std::size_t importer, const Import& import, DefinitionData& data,
                        Diagnostics& out)
{
    if (import.path.empty())
        return; // the schema has said so
    auto file = search(import.path, importFolderOf(data.files[importer].path));
    if (!file) {
        Diagnostic diagnostic = toDiagnostic(file.error(), "import-unreadable");
        diagnostic.where = import.where;
        out.push_back(std::move(diagnostic));
        return;
    }
    if (!file->has_value()) {
        out.push_back(problem("import-not-found", import.where,
                              fmt::format("import \"{}\" does not exist", import.path),
                              "a file beside this one or in a hardware definition folder",
                              listed(m_directories)));
        return;
    }
    const std::string& identity = (*file)->identity;
    if (std::find(m_open.begin(), m_open.end(), identity) != m_open.end()) {
        out.push_back(problem("import-cycle", import.where,
                              fmt::format("import \"{}\" leads back to this file", import.path),
                              "imports that end at the chip's definition", "remove this import"));
        return;
    }
    if (const auto known = m_loaded.find(identity); known != m_loaded.end()) {
        data.imports[importer].push_back(known->second);
        return;
    }
    if (data.files.size() >= kMaxFiles || m_open.size() >= kMaxDepth) {
        out.push_back(problem("import-depth", import.where, "there are too many imports",
                              fmt::format("at most {} files and {} levels", kMaxFiles, kMaxDepth),
                              ""));
        return;
    }
    if (const auto index = loadFile(std::move(**file), data, out))
        data.imports[importer].push_back(*index);
}

Definition::Definition(std::unique_ptr<DefinitionData> data)
    : m_data(std::move(data))
{
}
Definition::Definition(Definition&&) noexcept = default;
Definition& Definition::operator=(Definition&&) noexcept = default;
Definition::Definition(const Definition& other)
    : m_data(std::make_unique<DefinitionData>(*other.m_data))
{
}
Definition& Definition::operator=(const Definition& other)
{
    if (this != &other)
        m_data = std::make_unique<DefinitionData>(*other.m_data);
    return *this;
}
Definition::~Definition() = default;

Checked<Definition> Definition::load(std::string_view fileName,
                                     const std::vector<std::string>& directories,
                                     FileSource& source)
{
    Checked<Definition> result;
    auto data = std::make_unique<DefinitionData>();
    if (!Loader(directories, source).load(fileName, *data, result.diagnostics))
        return result;
    for (std::size_t f = 0; f < data->files.size(); ++f)
        for (std::size_t p = 0; p < data->files[f].peripherals.size(); ++p)
            data->firstByName.emplace(data->files[f].peripherals[p].name, Place{f, p});
    checkDefinition(*data, result.diagnostics);
    result.value = Definition(std::move(data));
    return result;
}

const DefinitionFile& Definition::target() const
{
    return m_data->files.front();
}

const std::vector<DefinitionFile>& Definition::files() const
{
    return m_data->files;
}

const Peripheral* Definition::find(std::string_view peripheralName) const
{
    const Place* place = m_data->find(peripheralName);
    return place ? &m_data->at(*place) : nullptr;
}

std::vector<std::string_view> Definition::names() const
{
    std::vector<std::string_view> names;
    for (const DefinitionFile& file : m_data->files)
        for (const Peripheral& one : file.peripherals)
            names.push_back(one.name);
    return names;
}

} // namespace perisphere::hardware
