using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OrleansState.Api.Tests.Harness;
using OrleansState.TestServers;

namespace OrleansState.Api.Tests.OpenApi;

/// <summary>Clients generated from the document compile, have the types that one would write by hand, and shop.</summary>
public sealed class GeneratedClientTests(ApiFixture api) : IDisposable
{
    private readonly GeneratedClient _client = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_CSharp_client_compiles_and_shops()
    {
        var shop = Load(Compile(await _client.CSharpAsync(api.BaseAddress), Path.Combine(AppContext.BaseDirectory, "OpenApi/Clients/Shop.cs")));
        using var http = api.Anonymous();

        await (Task)shop.GetType("Shop.Customer")!.GetMethod("ShopAsync")!.Invoke(null, [http, $"ada.{Guid.NewGuid():N}"])!;
    }

    [Fact]
    public async Task A_TypeScript_client_compiles_and_shops()
    {
        InstalledProgram.Require("node", "apt-get install nodejs");
        InstalledProgram.Require("tsc", "apt-get install node-typescript");
        var address = api.BaseAddress;
        await _client.TypeScriptAsync(address);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "OpenApi/Clients/shop.ts"), _client.File("shop.ts"));

        await _client.RunAsync("tsc", "--strict", "--target", "ES2020", "--lib", "ES2020,DOM", "--module", "commonjs", "--outDir", _client.File("out"), _client.File("shop.ts"));

        await _client.RunAsync("node", _client.File("out/shop.js"), address.ToString().TrimEnd('/'), $"ada.{Guid.NewGuid():N}");
    }

    /// <summary>Warnings count: <c>int?</c> where an <c>int</c> should be shows in no other way.</summary>
    private static MemoryStream Compile(params string[] files)
    {
        var trees = files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: file));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        var image = new MemoryStream();
        var result = CSharpCompilation.Create("Shop", trees, references, options).Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(result.Diagnostics.Where(found => found.Severity >= DiagnosticSeverity.Warning));
        image.Position = 0;
        return image;
    }

    private static Assembly Load(MemoryStream image)
    {
        using (image)
            return AssemblyLoadContext.Default.LoadFromStream(image);
    }
}
