// Where a part with memory keeps its contents beyond the life of the simulator.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

namespace perisphere::parts
{

/// Contents of a fixed size. Machine thread only.
class StoredBytes
{
public:
    virtual ~StoredBytes() = default;
    [[nodiscard]] virtual std::span<std::uint8_t> bytes() = 0;
    /// Makes a changed range last. In place, as flash cells are: what a power cut leaves of a range
    /// being written is not defined, everything else is as it was.
    virtual Result<void> commit(std::size_t offset, std::size_t size) = 0;
};

class PartStorage
{
public:
    virtual ~PartStorage() = default;
    /// The contents of that name, made with every byte `fill` when there are none. Invalid when
    /// there are some of another size.
    virtual Result<std::unique_ptr<StoredBytes>> open(std::string_view name, std::size_t size,
                                                      std::uint8_t fill) = 0;
};

/// Contents that are gone with the process.
class MemoryStorage final : public PartStorage
{
public:
    Result<std::unique_ptr<StoredBytes>> open(std::string_view name, std::size_t size,
                                              std::uint8_t fill) override;
};

/// One file "<part>.bin" for each part in a folder, which exists.
class FolderStorage final : public PartStorage
{
public:
    explicit FolderStorage(std::filesystem::path folder)
        : m_folder(std::move(folder))
    {
    }
    Result<std::unique_ptr<StoredBytes>> open(std::string_view name, std::size_t size,
                                              std::uint8_t fill) override;

private:
    std::filesystem::path m_folder;
};

} // namespace perisphere::parts
