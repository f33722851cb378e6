namespace OrleansState.Testing.Tests.Keys;

/// <summary>Grains with each kind of key are proved; and one without a read shows by its commands what became of it.</summary>
public sealed class KeyTests
{
    [Fact]
    public Task A_grain_with_a_number_as_its_key_is_proved() => ProveAsync<IIntegerKeyGrain>();

    [Fact]
    public Task A_grain_with_a_Guid_as_its_key_is_proved() => ProveAsync<IGuidKeyGrain>();

    [Fact]
    public Task A_grain_with_a_number_and_a_string_as_its_key_is_proved() => ProveAsync<IIntegerCompoundKeyGrain>();

    [Fact]
    public Task A_grain_with_a_Guid_and_a_string_as_its_key_is_proved() => ProveAsync<IGuidCompoundKeyGrain>();

    [Fact]
    public async Task A_grain_without_a_read_shows_what_it_lost() => await Assert.ThrowsAsync<NotLinearizableException>(
        () => ProveAsync<IIntegerKeyGrain>(new HistoryOptions { Planted = PlantedFault.LostTailNotRestored }));

    private static Task ProveAsync<TGrain>(HistoryOptions? options = null)
        where TGrain : class, ICountingGrain => new GrainModel<TGrain, long>(0)
            .Command("count", (grain, context) => grain.CountAsync(context), count => Decision.Accept(count + 1, count + 1))
            .ProveAsync(options ?? new HistoryOptions { Histories = 20, TwoActivations = false });
}
