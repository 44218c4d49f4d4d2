#pragma once

#include "fake_time.hpp"
#include "perisphere/control/glob.hpp"
#include "perisphere/control/parts_target.hpp"
#include "wake.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace perisphere::test
{

namespace c = control;

class FakeParts final : public control::PartsTarget
{
public:
    FakeParts(FakeTime& time, Wake wake)
        : m_time(time)
        , m_wake(std::move(wake))
    {
        using engine::Access;
        using engine::PropertyType;
        addProperty("button1",
                    {.name = "pressed",
                     .description = "whether it is pressed",
                     .type = PropertyType::Bool,
                     .access = Access::Settable},
                    false);
        addProperty("led1", {.name = "lit", .description = "whether it shines"}, false);
        addProperty("led1",
                    {.name = "colour",
                     .description = "of its light",
                     .type = PropertyType::Colour,
                     .access = Access::Settable},
                    engine::Colour{255, 0, 0});
        addProperty("sensor1",
                    {.name = "temperature",
                     .description = "of the air",
                     .type = PropertyType::Number,
                     .access = Access::Settable,
                     .unit = "°C",
                     .range = {-40, 125, 0.01}},
                    21.5);
        addProperty("display1",
                    {.name = "screen", .description = "what it shows", .type = PropertyType::Image},
                    engine::Image{8, 4, engine::PixelFormat::Mono1, 7});
    }
    std::vector<c::PartDescription> parts() override
    {
        std::vector<c::PartDescription> all;
        for (const auto& property : m_properties) {
            if (all.empty() || all.back().name != property->path.part)
                all.push_back({property->path.part, "fake", "a part of the fake device", {}});
            all.back().properties.push_back(property->description);
        }
        return all;
    }
    Result<engine::PropertyDescription> describe(const c::PropertyPath& path) override
    {
        auto property = find(path);
        if (!property)
            return fail(property.error());
        return (*property)->description;
    }
    Result<c::PropertySample> get(const c::PropertyPath& path) override
    {
        auto property = find(path);
        if (!property)
            return fail(property.error());
        return c::PropertySample{path, (*property)->value, (*property)->time};
    }
    Result<> check(const c::PropertyPath& path, const engine::PropertyValue& /*value*/) override
    {
        const auto property = find(path);
        return property ? Result<>() : Result<>(fail(property.error()));
    }
    Result<> set(const c::PropertyPath& path, const engine::PropertyValue& value) override
    {
        auto property = find(path);
        if (!property)
            return fail(property.error());
        if ((*property)->description.access != engine::Access::Settable)
            return fail(ErrorCode::PermissionDenied, "\"" + path.toString() + "\" is not settable");
        change(path, value);
        if (path == c::PropertyPath{"button1", "pressed"})
            change({"led1", "lit"}, value);
        return {};
    }
    Result<> setAt(const c::PropertyPath& path, const engine::PropertyValue& value,
                   engine::VirtualTime time) override
    {
        auto property = find(path);
        if (!property)
            return fail(property.error());
        scheduled.push_back({path, value, time});
        return {};
    }
    std::vector<c::PropertySample> scheduled; ///< by setAt(), for tests to look at

    /// As the machine does it.
    void change(const c::PropertyPath& path, const engine::PropertyValue& value)
    {
        Property& property = **find(path);
        property.value = value;
        property.time = m_time.status().now;
        ++property.revision;
        m_wake();
    }
    Result<std::unique_ptr<c::PropertyWatch>> watch(std::vector<std::string> patterns) override
    {
        return std::make_unique<Watch>(*this, std::move(patterns));
    }
    Result<c::Pixels> pixels(const c::PropertyPath& path) override
    {
        auto property = find(path);
        if (!property)
            return fail(property.error());
        const auto* image = std::get_if<engine::Image>(&(*property)->value);
        if (image == nullptr)
            return fail(ErrorCode::InvalidArgument, "\"" + path.toString() + "\" has no pixels");
        return c::Pixels{*image,
                         {std::byte{0x81}, std::byte{0x42}, std::byte{0x24}, std::byte{0x18}}};
    }

    Result<std::unique_ptr<c::ProgramSeat>> reserve(const std::string& part) override
    {
        if (part != "custom1")
            return fail(ErrorCode::NotFound, "there is no part \"" + part + "\"");
        if (std::exchange(isReserved, true))
            return fail(ErrorCode::AlreadyExists, "a program plays \"custom1\" already");
        return std::make_unique<Seat>(*this);
    }
    std::uint64_t listRevision = 0; ///< counts parts that come and go
    bool isReserved = false;
    UniqueFd program; ///< the connection that custom1 has got

private:
    class Seat final : public c::ProgramSeat
    {
    public:
        explicit Seat(FakeParts& parts)
            : m_parts(parts)
        {
        }
        ~Seat() override { m_parts.isReserved = static_cast<bool>(m_parts.program); }
        Seat(const Seat&) = delete;
        Seat& operator=(const Seat&) = delete;
        void take(UniqueFd connection) override { m_parts.program = std::move(connection); }

    private:
        FakeParts& m_parts;
    };

    struct Property {
        c::PropertyPath path;
        engine::PropertyDescription description;
        engine::PropertyValue value;
        engine::VirtualTime time;
        std::uint64_t revision = 1;
    };

    class Watch final : public c::PropertyWatch
    {
    public:
        Watch(FakeParts& target, std::vector<std::string> patterns)
            : m_target(target)
            , m_patterns(std::move(patterns))
        {
        }
        std::vector<c::PropertySample> takeChanges() override
        {
            std::vector<c::PropertySample> changes;
            for (const auto& property : m_target.m_properties)
                if (matches(property->path.toString()) &&
                    std::exchange(m_seen[property->path.toString()], property->revision) !=
                        property->revision)
                    changes.push_back({property->path, property->value, property->time});
            return changes;
        }
        bool takeHasOtherParts() override
        {
            return std::exchange(m_seenList, m_target.listRevision) != m_target.listRevision;
        }

    private:
        [[nodiscard]] bool matches(const std::string& path) const
        {
            return std::any_of(m_patterns.begin(), m_patterns.end(),
                               [&](const auto& pattern) { return c::matchesGlob(pattern, path); });
        }
        FakeParts& m_target;
        std::vector<std::string> m_patterns;
        std::map<std::string, std::uint64_t> m_seen;
        std::uint64_t m_seenList = m_target.listRevision;
    };

    void addProperty(const std::string& part, engine::PropertyDescription description,
                     engine::PropertyValue value)
    {
        c::PropertyPath path{part, description.name};
        m_properties.push_back(std::make_unique<Property>(
            Property{std::move(path), std::move(description), std::move(value), {}}));
    }
    Result<Property*> find(const c::PropertyPath& path)
    {
        for (const auto& property : m_properties)
            if (property->path == path)
                return property.get();
        return fail(ErrorCode::NotFound, "there is no property \"" + path.toString() + "\"");
    }

    FakeTime& m_time;
    Wake m_wake;
    std::vector<std::unique_ptr<Property>> m_properties;
};

} // namespace perisphere::test
