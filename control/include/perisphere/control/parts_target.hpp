// What the control API asks of parts and their properties.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/engine/property_value.hpp"
#include "perisphere/engine/time.hpp"

#include <memory>
#include <string>
#include <vector>

namespace perisphere::control
{

struct PartDescription {
    std::string name; ///< as the board file calls it: "button1"
    std::string kind; ///< "button"
    std::string description;
    std::vector<engine::PropertyDescription> properties;
    bool isAdded = false; ///< while the device runs: no part of the board
};

/// Which property of which part. As text, "button1.pressed": property names have no dot.
struct PropertyPath {
    std::string part;
    std::string property;

    [[nodiscard]] std::string toString() const { return part + "." + property; }
    bool operator==(const PropertyPath&) const = default;
};

struct PropertySample {
    PropertyPath path;
    engine::PropertyValue value;
    engine::VirtualTime time; ///< of the last change
};

struct Pixels {
    engine::Image image;
    engine::ByteArray bytes; ///< rows as the image's format says
};

/// Watches properties for one subscription until it is destroyed.
class PropertyWatch
{
public:
    virtual ~PropertyWatch() = default;

    /// The latest value of each property that changed since the last call, in the order of the
    /// board; at the first call, of every watched one. The engine keeps one value a property,
    /// however long nobody asks. Does not wait for the machine.
    [[nodiscard]] virtual std::vector<PropertySample> takeChanges() = 0;

    /// Whether parts came or went since the last call, watched ones or others.
    [[nodiscard]] virtual bool takeHasOtherParts() = 0;
};

/// A part that waits for the connection of the program that is to play it. Destroyed without
/// take(), the part is free again.
class ProgramSeat
{
public:
    virtual ~ProgramSeat() = default;
    /// Once. From here on the other end of the connection talks to the part.
    virtual void take(UniqueFd connection) = 0;
};

class PartsTarget
{
public:
    virtual ~PartsTarget() = default;

    [[nodiscard]] virtual std::vector<PartDescription> parts() = 0;

    /// NotFound, with the nearest name.
    [[nodiscard]] virtual Result<engine::PropertyDescription>
    describe(const PropertyPath& path) = 0;
    [[nodiscard]] virtual Result<PropertySample> get(const PropertyPath& path) = 0;

    /// Whether set() would take the value.
    [[nodiscard]] virtual Result<> check(const PropertyPath& path,
                                         const engine::PropertyValue& value) = 0;

    /// What Property::setFromClient() refuses, this refuses.
    virtual Result<> set(const PropertyPath& path, const engine::PropertyValue& value) = 0;

    /// set() at a virtual instant, exactly; at once when that has passed. What set() would refuse
    /// is refused now.
    virtual Result<> setAt(const PropertyPath& path, const engine::PropertyValue& value,
                           engine::VirtualTime time) = 0;

    /// Of the properties that match one of the patterns (glob.hpp), also of parts added later.
    /// When takeChanges() begins to have something, the target calls its wake function.
    [[nodiscard]] virtual Result<std::unique_ptr<PropertyWatch>>
    watch(std::vector<std::string> patterns) = 0;

    /// Of an image property; InvalidArgument for another.
    [[nodiscard]] virtual Result<Pixels> pixels(const PropertyPath& path) = 0;

    /// Keeps a part for a program. NotFound, with the nearest name; InvalidArgument for a part that
    /// programs do not play; AlreadyExists while one does.
    [[nodiscard]] virtual Result<std::unique_ptr<ProgramSeat>> reserve(const std::string& part) = 0;
};

} // namespace perisphere::control
