// The simulated root of trust: a key and counters in a folder, readable by its owner alone. No
// protection against the owner of the host, who may copy the identity.
#pragma once

#include "perisphere/identity/root_of_trust.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace perisphere::identity
{

class FileRootOfTrust final : public RootOfTrust
{
public:
    /// Opens or creates. With a seed the key follows from it when it is made, else it is random.
    /// Corrupt when a file is not what was written.
    [[nodiscard]] static Result<std::unique_ptr<FileRootOfTrust>>
    open(const std::filesystem::path& folder, const std::optional<std::string>& seed = {});
    FileRootOfTrust(const FileRootOfTrust&) = delete;
    FileRootOfTrust& operator=(const FileRootOfTrust&) = delete;
    ~FileRootOfTrust() override;

    [[nodiscard]] const std::string& deviceId() const override;
    [[nodiscard]] std::vector<std::uint8_t> publicKey() const override;
    [[nodiscard]] Result<std::vector<std::uint8_t>>
    sign(std::span<const std::uint8_t> digest) override;
    [[nodiscard]] Result<std::uint64_t> increase(std::string_view name) override;

    /// The value that each counter had last.
    [[nodiscard]] const std::map<std::string, std::uint64_t, std::less<>>& counters() const;

private:
    struct Data;
    explicit FileRootOfTrust(std::unique_ptr<Data> data);
    std::unique_ptr<Data> m_data;
};

} // namespace perisphere::identity
