# One file for the three processes: they share the restore and most of the build.
#   docker build --target silo .      (or api, bridge)
FROM mcr.microsoft.com/dotnet/sdk:10.0.401-noble AS build
WORKDIR /source
ENV CI=true DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# What decides a restore comes first, so that a change of code leaves the downloaded packages in their layer.
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY Api/Api.csproj Api/packages.lock.json Api/
COPY Embedded/Embedded.csproj Embedded/packages.lock.json Embedded/
COPY Grains/Grains.csproj Grains/packages.lock.json Grains/
COPY Grains.Interfaces/Grains.Interfaces.csproj Grains.Interfaces/packages.lock.json Grains.Interfaces/
COPY Hosting/Hosting.csproj Hosting/packages.lock.json Hosting/
COPY KafkaBridge/KafkaBridge.csproj KafkaBridge/packages.lock.json KafkaBridge/
COPY Silo/Silo.csproj Silo/packages.lock.json Silo/
COPY src/Directory.Build.props src/
COPY src/OrleansState/OrleansState.csproj src/OrleansState/packages.lock.json src/OrleansState/
COPY src/OrleansState.Abstractions/OrleansState.Abstractions.csproj src/OrleansState.Abstractions/packages.lock.json src/OrleansState.Abstractions/
COPY src/OrleansState.AspNetCore/OrleansState.AspNetCore.csproj src/OrleansState.AspNetCore/packages.lock.json src/OrleansState.AspNetCore/
COPY src/OrleansState.Kafka/OrleansState.Kafka.csproj src/OrleansState.Kafka/packages.lock.json src/OrleansState.Kafka/
COPY src/OrleansState.Embedded/OrleansState.Embedded.csproj src/OrleansState.Embedded/packages.lock.json src/OrleansState.Embedded/
COPY src/OrleansState.Redis/OrleansState.Redis.csproj src/OrleansState.Redis/packages.lock.json src/OrleansState.Redis/
RUN dotnet restore Api --locked-mode \
 && dotnet restore KafkaBridge --locked-mode \
 && dotnet restore Silo --locked-mode

COPY Api/ Api/
COPY Embedded/ Embedded/
COPY Grains/ Grains/
COPY Grains.Interfaces/ Grains.Interfaces/
COPY Hosting/ Hosting/
COPY KafkaBridge/ KafkaBridge/
COPY Silo/ Silo/
COPY src/OrleansState/ src/OrleansState/
COPY src/OrleansState.Abstractions/ src/OrleansState.Abstractions/
COPY src/OrleansState.AspNetCore/ src/OrleansState.AspNetCore/
COPY src/OrleansState.Kafka/ src/OrleansState.Kafka/
COPY src/OrleansState.Embedded/ src/OrleansState.Embedded/
COPY src/OrleansState.Redis/ src/OrleansState.Redis/
RUN dotnet publish Api -c Release --no-restore -o /out/Api \
 && dotnet publish KafkaBridge -c Release --no-restore -o /out/KafkaBridge \
 && dotnet publish Silo -c Release --no-restore -o /out/Silo

FROM mcr.microsoft.com/dotnet/aspnet:10.0.12-noble AS runtime
WORKDIR /app
# Above 1024, so that no process needs a privilege to listen.
ENV ASPNETCORE_URLS=http://+:8080
EXPOSE 8080
# The image's own unprivileged user, by number: an orchestrator can check that it is not root.
USER $APP_UID

FROM runtime AS silo
COPY --from=build /out/Silo .
EXPOSE 11111 30000
ENTRYPOINT ["dotnet", "Silo.dll"]

FROM runtime AS api
COPY --from=build /out/Api .
ENTRYPOINT ["dotnet", "Api.dll"]

FROM runtime AS bridge
COPY --from=build /out/KafkaBridge .
ENTRYPOINT ["dotnet", "KafkaBridge.dll"]
