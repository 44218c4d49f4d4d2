#include <applibs/result.hpp>

#include <catch2/catch.hpp>

#include <memory>

namespace perisphere::result_test
{

using applibs::Error;
using applibs::Result;

TEST_CASE("a result gives its value, by move too")
{
    Result<std::unique_ptr<int>> result(std::make_unique<int>(7));
    REQUIRE(result);
    CHECK(**result == 7);
    const std::unique_ptr<int> taken = std::move(result).value();
    CHECK(*taken == 7);
}

TEST_CASE("a failed result throws what failed and why when its value is asked for")
{
    const Result<int> result(Error{EACCES, "GPIO_OpenAsInput"});
    REQUIRE_FALSE(result);
    CHECK(result.error().code == EACCES);
    CHECK(result.valueOr(5) == 5);
    try {
        static_cast<void>(result.value());
        FAIL("no exception");
    } catch (const std::system_error& error) {
        CHECK(error.code() == std::errc::permission_denied);
        CHECK(std::string(error.what()).find("GPIO_OpenAsInput") != std::string::npos);
    }
}

TEST_CASE("a result without a value is success until it carries an error")
{
    CHECK(Result<void>());
    CHECK_NOTHROW(Result<void>().value());
    const Result<void> failed(Error{EBUSY, "clock_systohc"});
    CHECK_FALSE(failed);
    CHECK_THROWS_AS(failed.value(), std::system_error);
}

} // namespace perisphere::result_test
