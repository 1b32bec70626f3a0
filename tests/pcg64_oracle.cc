// SPDX-License-Identifier: MIT
// pcg64_oracle.cc - writes outputs of the PCG C++ library.
//
// Standard output is binary, in this machine's byte order. A case is eight
// 64-bit words (seed, stream and jump, each high half first, the number of
// outputs, 0) and then the outputs: those that the authors' pcg64(seed, stream)
// gives after the jump. tests/pcg64_compare.c reads them.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <pcg_random.hpp>
#include <vector>

typedef unsigned __int128 wide;

static void
write_words(const std::vector<std::uint64_t> &words)
{
    if (std::fwrite(words.data(), sizeof words[0], words.size(), stdout) !=
        words.size())
        std::exit(1);
}

static std::uint64_t
high(wide number)
{
    return static_cast<std::uint64_t>(number >> 64);
}

static std::uint64_t
low(wide number)
{
    return static_cast<std::uint64_t>(number);
}

static void
write_case(wide seed, wide stream, wide jump, std::size_t outputs)
{
    pcg64 engine(seed, stream);
    std::vector<std::uint64_t> drawn(outputs);

    engine.advance(jump);
    for (std::uint64_t &output : drawn)
        output = engine();
    write_words({high(seed), low(seed), high(stream), low(stream), high(jump),
                 low(jump), outputs, 0});
    write_words(drawn);
}

int
main()
{
    const wide huge = static_cast<wide>(0x0123456789abcdef) << 64 | 0xfedcba98;
    const wide seeds[] = {0, 1, 42, ~static_cast<std::uint64_t>(0), huge};
    const wide streams[] = {0, 54, huge};

    for (wide seed : seeds)
        for (wide stream : streams) {
            write_case(seed, stream, 0, 1000001);
            write_case(seed, stream, 1, 1000);
            write_case(seed, stream, 999999, 1000);
            write_case(seed, stream, 0xffffffffffffffff, 1000);
            write_case(seed, stream, huge, 1000);
            write_case(seed, stream, -static_cast<wide>(7), 1000);
        }
    return std::fflush(stdout) == 0 ? 0 : 1;
}
