// Generated manifests: same seed, same manifest.
#pragma once

#include "capability_table.hpp"
#include "perisphere/manifest/manifest.hpp"

#include <cstdint>
#include <random>
#include <string>

namespace perisphere::test
{

class ManifestGenerator
{
public:
    explicit ManifestGenerator(std::uint32_t seed)
        : m_random(seed)
    {
    }

    manifest::Manifest make()
    {
        manifest::Manifest app;
        app.name = text();
        app.componentId = below(8) == 0 ? "" : guid();
        app.entryPoint = "/bin/" + word();
        app.hasCmdArgs = flip();
        for (std::uint32_t i = app.hasCmdArgs ? below(4) : 0; i > 0; --i)
            app.cmdArgs.push_back(text());
        app.hasApplicationType = flip();
        if (app.hasApplicationType)
            app.applicationType = static_cast<manifest::ApplicationType>(below(3));
        if (flip())
            app.mallocVersion = 1 + below(2);
        if (flip())
            app.targetApplicationRuntimeVersion = 1 + below(30);
        app.targetBetaApis = flip() ? "Beta2209" : "";
        for (const manifest::CapabilityRow& row : manifest::capabilityRows())
            if (below(3) == 0)
                app.capabilities.emplace(row.capability, value(row));
        return app;
    }

private:
    // std::uniform_int_distribution differs between libraries; a remainder does not.
    std::uint32_t below(std::uint32_t count)
    {
        return static_cast<std::uint32_t>(m_random() % count);
    }
    bool flip() { return below(2) == 0; }

    std::string word()
    {
        std::string text;
        for (std::uint32_t i = 1 + below(8); i > 0; --i)
            text += static_cast<char>('a' + below(26));
        return text;
    }

    /// With what JSON has to escape, and characters of two to four bytes.
    std::string text()
    {
        constexpr const char* kPieces[] = {"a", " ", "\"", "\\",         "/",
                                           "$", "é", "€",  "\U0001F600", "z"};
        std::string text = "n";
        for (std::uint32_t i = below(12); i > 0; --i)
            text += kPieces[below(10)];
        return text;
    }

    std::string guid()
    {
        constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
        std::string text(kForm);
        for (char& c : text)
            if (c == 'x')
                c = "0123456789abcdef"[below(16)];
        return text;
    }

    manifest::CapabilityValue value(const manifest::CapabilityRow& row)
    {
        manifest::CapabilityValue value;
        value.enabled = row.kind == manifest::Kind::Flag && flip();
        if (row.kind == manifest::Kind::Tenant)
            value.text = flip() ? guid() : text();
        if (row.kind == manifest::Kind::Storage)
            value.sizeKb = 1 + below(64);
        if (row.kind == manifest::Kind::PowerControls)
            value.entries.push_back({std::string("ForceReboot"), {}, {}});
        else if (manifest::isList(row.kind))
            for (std::uint32_t i = below(4); i > 0; --i)
                value.entries.push_back(entry(row));
        return value;
    }

    manifest::ListEntry entry(const manifest::CapabilityRow& row)
    {
        using manifest::Kind;
        if (row.kind == Kind::Hosts)
            return {word() + "." + word(), {}, {}};
        if (row.kind == Kind::Ports)
            return {std::int64_t{1 + below(65535)}, {}, {}};
        if (row.kind == Kind::Components)
            return {guid(), {}, {}};
        if (row.type && flip())
            return {"$" + word(), {}, {}};
        if (row.kind == Kind::Gpio)
            return {std::int64_t{below(81)}, {}, {}};
        return {std::string(row.prefix) + std::to_string(below(5)), {}, {}};
    }

    std::mt19937 m_random;
};

} // namespace perisphere::test
